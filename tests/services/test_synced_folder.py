"""Folders that services copy between computers are known by their names and marks, and so is what came apart in them."""

from pathlib import Path

import pytest

from desktop_crm.services.safety.synced_folder import conflict_copies, look, service_of


def touch(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    return path


@pytest.mark.parametrize(
    ("place", "service"),
    [
        ("Dropbox", "Dropbox"),
        ("Dropbox (Personal)/CRM", "Dropbox"),
        ("Dropbox (PT Maju Jaya)", "Dropbox"),
        ("OneDrive", "OneDrive"),
        ("OneDrive - PT Maju Jaya/Dokumen/CRM", "OneDrive"),
        ("Library/CloudStorage/OneDrive-PTMajuJaya", "OneDrive"),
        ("Library/CloudStorage/GoogleDrive-siti@contoh.id/My Drive", "Google Drive"),
        ("Google Drive/CRM", "Google Drive"),
        ("My Drive", "Google Drive"),
        ("Drive Saya", "Google Drive"),
        ("Nextcloud", "Nextcloud"),
        ("nextcloud2/kerja", "Nextcloud"),
        ("ownCloud", "ownCloud"),
        ("Library/Mobile Documents/com~apple~CloudDocs/CRM", "iCloud Drive"),
        ("iCloudDrive", "iCloud Drive"),
        ("MEGA", "MEGA"),
        ("Documents", ""),
        ("Dropbox-arsip", ""),
        ("onedrives", ""),
        ("Omega/Inbox", ""),
    ],
)
def test_services_are_known_by_their_folders(tmp_path: Path, place: str, service: str) -> None:
    assert service_of(touch(tmp_path / place / "Usaha.crm"), {}) == service


@pytest.mark.parametrize(
    ("mark", "service"),
    [
        (".dropbox", "Dropbox"),
        (".dropbox.cache/x", "Dropbox"),
        (".sync_0a1b2c.db", "Nextcloud"),
        ("._sync_0a1b2c.db", "Nextcloud"),
        (".stfolder/x", "Syncthing"),
        (".tmp.driveupload/x", "Google Drive"),
    ],
)
def test_services_are_known_by_their_marks(tmp_path: Path, mark: str, service: str) -> None:
    touch(tmp_path / "root" / mark)
    assert service_of(touch(tmp_path / "root" / "a" / "b" / "Usaha.crm"), {}) == service
    assert service_of(touch(tmp_path / "elsewhere" / "Usaha.crm"), {}) == ""


def test_windows_tells_where_onedrive_is(tmp_path: Path) -> None:
    path = touch(tmp_path / "Awan" / "CRM" / "Usaha.crm")
    assert service_of(path, {"OneDriveCommercial": str(tmp_path / "Awan")}) == "OneDrive"
    assert service_of(path, {"OneDrive": ""}) == ""
    assert service_of(path, {"OneDrive": str(tmp_path / "Aw")}) == ""


@pytest.mark.parametrize(
    "name",
    [
        "Usaha (conflicted copy 2026-01-02 101112).crm",
        "Usaha (Siti's conflicted copy 2026-01-02).crm",
        "Usaha (LAPTOP-SITI's conflicted copy).crm",
        "Usaha (Salinan yang konflik dari Siti 2026-01-02).crm",
        "Usaha (Konflik 2026-01-02).crm",
        "Usaha (In Konflikt stehende Kopie von Siti 2026-01-02).crm",
        "Usaha (copie en conflit de Siti).crm",
        "Usaha_conflict-20260102-101112.crm",
        "usaha.sync-conflict-20260102-101112-ABCDEFG.crm",
        "Usaha (case conflict 1).crm",
        "Usaha (1).crm",
        "Usaha 2.crm",
        "Usaha-LAPTOP-SITI.crm",
        "Usaha-laptop-siti.CRM",
    ],
)
def test_copies_beside_it_are_known_by_their_names(tmp_path: Path, name: str) -> None:
    path = touch(tmp_path / "Dropbox" / "Usaha.crm")
    assert look(path, {}, "LAPTOP-SITI") == ("Dropbox", ())
    copy = touch(path.with_name(name))
    assert look(path, {}, "LAPTOP-SITI") == ("Dropbox", (copy,))


@pytest.mark.parametrize(
    "name",
    [
        "Usaha.crm.lock",
        "Usaha before upgrade from 0001 20260102-101112.crm",
        "Usaha backup.crm",
        "Usaha 2026.crm",
        "Usaha lain.crm",
        "Usahaku (1).crm",
        "Usaha (1).xlsx",
        "Lain (conflicted copy).crm",
        "Usaha-KANTOR.crm",
        "Usaha conflicting interests",
    ],
)
def test_other_files_are_no_copies(tmp_path: Path, name: str) -> None:
    path = touch(tmp_path / "Dropbox" / "Usaha.crm")
    touch(path.with_name(name))
    assert look(path, {}, "LAPTOP-SITI").copies == ()


def test_onedrive_names_the_other_computer(tmp_path: Path) -> None:
    path = touch(tmp_path / "OneDrive" / "Usaha.crm")
    copy = touch(path.with_name("Usaha-DESKTOP-7K2M.crm"))
    touch(path.with_name("Usaha-lama.crm"))
    assert look(path, {}, "LAPTOP") == ("OneDrive", (copy,))


def test_where_nothing_is_copied_a_number_is_a_persons_own(tmp_path: Path) -> None:
    path = touch(tmp_path / "Documents" / "Usaha.crm")
    touch(path.with_name("Usaha 2.crm"))
    touch(path.with_name("Usaha-LAPTOP.crm"))
    left = touch(path.with_name("Usaha (conflicted copy).crm"))  # the folder was moved out of the service
    assert look(path, {}, "LAPTOP") == ("", (left,))


def test_what_cannot_be_read_has_no_copies(tmp_path: Path) -> None:
    assert conflict_copies(tmp_path / "gone" / "Usaha.crm", "Dropbox") == ()
    assert service_of(Path("Usaha.crm"), {}) in {"", service_of(Path.cwd() / "x", {})}

"""Every sentence of the README about backups and about what is protected has a test that tries it, named here.

A sentence that is new or changed is missing here until somebody has tried it; a test that is gone or renamed is told too.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
README = TESTS.parent / "README.md"

#: How each sentence begins, and what tries it.
PROMISES = {
    "Backups": {
        "*Safety* says how the workspace stands": ["ui/screens/test_safety.py::test_it_says_what_is_missing"],
        "It is backed up while it is open and when": [
            "ui/backup/test_backups.py::test_it_is_made_by_itself_when_it_is_time_and_something_was_done",
            "ui/backup/test_backups.py::test_closing_backs_up_what_was_done",
            "ui/backup/test_backups.py::test_a_stick_that_is_plugged_in_later_gets_its_backup",
            "services/test_backup.py::test_a_stick_is_known_by_its_mark_wherever_it_is_plugged_in",
        ],
        "A backup is the whole workspace": [
            "services/test_promises_of_backups.py::test_a_backup_is_the_whole_workspace_under_its_own_password",
            "storage/test_backup.py::test_a_disk_that_gives_back_something_else_is_told",
        ],
        "One of a file in which something": [
            "ui/backup/test_restoring.py::test_a_backup_with_rows_that_nobody_can_read_is_marked_in_the_list"
        ],
        "Backups belong to a business": [
            ("services/test_promises_of_backups.py"
            "::test_it_belongs_to_the_business_whose_it_is_whatever_file_folder_and_computer_are_called"),
            ("services/test_promises_of_backups.py"
            "::test_another_business_gets_a_folder_of_its_own_and_takes_nothing_away"),
            ("ui/backup/test_opening_backups.py"
            "::test_a_new_file_is_told_of_the_backups_of_the_lost_one_and_restores_them"),
        ],
        "The same goes for the plan": [
            ("ui/backup/test_backups.py"
            "::test_a_plan_follows_a_file_that_is_renamed_and_is_not_left_to_another_in_its_place")
        ],
        "A copy that is worked in, and": [
            ("services/test_promises_of_backups.py"
            "::test_a_copy_that_is_worked_in_is_a_line_of_its_own_that_takes_nothing_away"),
            ("services/test_promises_of_backups.py"
            "::test_what_is_made_of_a_backup_is_a_line_of_its_own_that_takes_nothing_away"),
        ],
        "Of each line and in each place": [
            "services/test_promises_of_backups.py::test_seven_daily_four_weekly_and_twelve_monthly_ones_stay",
            "services/test_rotation.py::test_the_newest_that_holds_more_than_the_present_file_stays",
        ],
        "Clocks may be wrong": [
            "services/test_promises_of_backups.py::test_a_wrong_clock_takes_nothing_away_that_a_right_one_would_keep",
            ("services/test_rotation.py"
            "::test_under_any_clock_nobody_has_to_go_back_more_than_four_times_as_far_as_to_one_that_was_made"),
        ],
        "Nothing is taken away that": [
            "services/test_promises_of_backups.py::test_an_older_copy_in_the_place_of_the_file_takes_nothing_away",
            ("services/test_promises_of_backups.py"
            "::test_an_older_backup_under_a_password_we_do_not_have_is_never_taken_away"),
        ],
        "A backup that is opened is told": [
            "services/test_promises_of_backups.py::test_a_backup_is_told_as_one_and_stays_as_it_is"
        ],
        "a copy of it is worked in": [
            "ui/backup/test_opening_backups.py::test_by_a_double_click_or_as_the_last_workspace"
        ],
        "*Restore* shows what is in one": [
            "ui/backup/test_restoring.py::test_in_place_after_a_look_inside",
            "storage/test_backup.py::test_restoring_in_place_keeps_what_was_there",
        ],
        "The *emergency archive* is a zip": ["services/test_emergency.py::test_everything_is_in_it"],
        "the names of the files in it": ["services/test_emergency.py::test_nothing_is_read_without_the_password"],
    },
    "What is protected, and what isn't": {
        "**Against loss.** Each action is one": [
            "crash/test_kills.py::test_whenever_it_is_killed_what_was_saved_is_there",
            "storage/test_workspace.py::test_a_failure_inside_a_write_keeps_nothing",
        ],
        "Ctrl+Z, *Trash* and *Action history*": [
            "journeys/test_restart.py::test_what_was_done_yesterday_is_taken_back_and_done_again",
            "services/test_trash.py::test_a_client_comes_back_with_everything_after_other_things_were_done",
            "services/test_take_back.py::test_an_import_is_taken_back_after_other_things_were_done",
        ],
        "Forms keep what is typed in the file": [
            "ui/records/test_drafts.py::test_what_was_typed_over_a_record_is_offered_after_a_crash"
        ],
        "only that of the first start": ["ui/screens/test_welcome.py::test_a_company_that_is_typed_is_asked_about"],
        "Files that are still being added": [
            "ui/lock/test_lock.py::test_closing_waits_in_sight_for_a_file_that_is_being_added"
        ],
        "A damaged file is told as such": ["storage/test_damage.py::test_a_torn_file_is_told_and_left_as_it_is"],
        "a backup can take its place": [
            "ui/backup/test_restoring.py::test_a_damaged_file_offers_the_backup",
            "test_cli.py::test_a_damaged_workspace_is_rescued_and_what_is_lost_is_listed",
        ],
        "The check reads every record": [
            "services/test_check.py::test_each_thing_that_is_wrong_is_named_with_noun_record_and_field"
        ],
        "It also runs by itself": [
            "ui/test_quiet_check.py::test_it_waits_until_nobody_works_then_looks_through_all",
            "ui/test_quiet_check.py::test_it_is_due_after_a_week_and_never_trusts_a_day_to_come",
            "services/test_backup.py::test_a_file_with_something_wrong_in_it_is_backed_up_told_and_marked",
        ],
        "A file into which another program": [
            "storage/test_strange.py::test_a_file_with_strange_things_is_left_as_it_is_and_they_are_named",
            "storage/test_strange.py::test_what_comes_while_the_file_is_open_is_refused_too",
        ],
        "`rescue` makes a clean file": ["storage/test_strange.py::test_what_is_ours_is_rescued_without_it"],
        "A record that can't be read is": [
            "services/test_check.py::test_one_row_that_can_not_be_read_is_one_line_and_no_empty_list"
        ],
        "What lies beside a file after a crash": [
            "storage/test_stray_wal.py::test_an_older_copy_under_the_name_is_not_mixed_with_it",
            "storage/test_stray_wal.py::test_another_business_under_the_name_is_not_mixed_with_it",
        ],
        "**Against finders and thieves.** *File": [
            "storage/test_protection.py::test_sqlcipher_itself_opens_it_with_the_password",
            "journeys/test_no_plain_copies.py::test_after_a_kill_there_is_the_opened_file_until_the_next_start",
            "crash/test_older.py::test_an_older_file_is_upgraded_and_kept_beside",
        ],
        "The recovery key that is printed": [
            "services/test_protection.py::test_the_recovery_sheet_has_the_key_that_opens_the_file"
        ],
        "without both nobody opens": [
            "storage/test_protection.py::test_the_password_and_the_recovery_key_open_it_and_nothing_else_does"
        ],
        "The password is never in logs": ["journeys/test_no_plain_copies.py::test_after_a_kill_there_is_the_opened_file_until_the_next_start"],
        "the system's key ring keeps it": ["ui/lock/test_opening.py::test_remembers_only_when_asked"],
        "**Ctrl+Alt+L**, and ten minutes": [
            "ui/lock/test_lock.py::test_keys_lock_and_the_password_unlocks",
            "ui/lock/test_idle.py::test_is_over_after_the_minutes_and_once",
            "journeys/test_secrets_in_memory.py::test_the_locked_window_has_neither_key_nor_password",
            "storage/test_protection.py::test_while_locked_nothing_is_read_or_written",
        ],
        "The program's memory is not dumped": ["test_secrecy.py::test_a_crash_leaves_no_dump"],
        "Attachments opened outside lie": [
            "services/test_outside.py::test_a_copy_is_read_only_and_nobody_elses",
            "journeys/test_no_plain_copies.py::test_while_locked_there_is_nothing",
            "journeys/test_no_plain_copies.py::test_after_a_kill_there_is_the_opened_file_until_the_next_start",
        ],
        "programs and links among them": [
            "ui/records/test_record_screen.py::test_what_may_start_a_program_is_asked_about_first"
        ],
        "What the program writes is readable": [
            "services/test_rights.py::test_a_new_file_and_all_beside_it",
            "services/test_rights.py::test_what_is_given_out",
        ],
        "what it replaces keeps": [
            "services/test_rights.py::test_a_password_and_a_restore_keep_who_may_read_the_file"
        ],
        "A password given for a file": [
            "test_cli_password.py::test_a_password_for_a_file_that_has_none_is_refused",
            "ui/test_moved.py::test_a_file_that_has_no_password_any_more_is_not_opened_unasked",
        ],
        "**Not protected:** a machine": [],
        "A program that writes into the open": [
            "storage/test_moved.py::test_nothing_is_mixed_into_a_file_that_was_overwritten"
        ],
        "Old pages put back by somebody": ["services/test_check.py::test_pages_put_back_are_found_by_the_history"],
        "the check names what differs": ["services/test_check.py::test_a_row_that_is_back_or_of_an_import_is_told_too"],
        "Whoever can exchange the file": [
            "services/test_promises_of_backups.py::test_an_older_copy_in_the_place_of_the_file_takes_nothing_away"
        ],
        "What is saved in the two seconds": ["storage/test_whole.py::test_a_file_without_the_wal_of_a_crash_says_so"],
        "A file in a synchronised folder": [
            "storage/test_moved.py::test_renamed_by_a_synchronising_program_that_then_brings_another"
        ],
        "A file that was moved to another disk": [
            "storage/test_identity.py::test_a_copy_that_is_worked_in_is_another_branch_of_the_same_business"
        ],
    },
}  # fmt: skip


def sentences(heading: str) -> Iterator[str]:
    """A section's, in order; what follows the words *Not protected* up to the next full stop is one."""
    text = README.read_text(encoding="utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]
    for paragraph in text.split("**Shown by:**")[0].split("\n\n"):
        words = " ".join(paragraph.split())
        whole = "**Not protected:**" in words
        listed, rest = words.split(". ", 1) if whole else ("", words)
        yield from filter(None, [listed, *re.split(r"(?<=[.;])\s+(?=\S)", rest)])


@cache
def written_in(file: str) -> set[str]:
    tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    return {each.name for each in tree.body if isinstance(each, ast.FunctionDef)}


@pytest.mark.parametrize("heading", PROMISES)
def test_each_sentence_has_its_tests(heading: str) -> None:
    said, tried = list(sentences(heading)), list(PROMISES[heading])
    assert [begins for sentence, begins in zip(said, tried, strict=False) if not sentence.startswith(begins)] == []
    assert said[len(tried) :] == []
    assert tried[len(said) :] == []


@pytest.mark.parametrize("heading", PROMISES)
def test_the_tests_are_there(heading: str) -> None:
    named = [test.split("::") for tests in PROMISES[heading].values() for test in tests]
    assert [f"{file}::{name}" for file, name in named if name not in written_in(file)] == []

"""What the columns of a sheet of clients may hold, and the titles they go by, in both languages and in other programs' exports."""

from typing import Final

from desktop_crm.exchange.column_looks import Look
from desktop_crm.exchange.columns import ImportField, ValueKind, further
from desktop_crm.model.message import msg

_CODE: Final = ValueKind.CODE

CLIENT_FIELDS: Final = (
    ImportField(
        "name",
        msg("Name"),
        (
            *("Nama Perusahaan", "Nama Klien", "Nama Pelanggan", "Nama Customer", "Nama PT", "Perusahaan", "Klien"),
            *("Pelanggan", "Company", "Company Name", "Client", "Client Name", "Customer", "Customer Name", "Instansi"),
            *("Organisation", "Organization", "Nama Instansi", "Nama Toko", "Account Name", "Organization Name"),
            *("Associated Company", "Nama Usaha", "Asal Perusahaan", "Asal Instansi"),
        ),
        weak=("Name", "Nama", "Nama Lengkap", "Full Name", "Pengunjung", "Visitor", "Display Name"),
        required=True,
        look=Look.WORD,
    ),
    ImportField(
        "kind",
        msg("Kind"),
        ("Jenis", "Jenis Klien", "Company or person", "Tipe", "Type", "Client Type", "Badan/Perorangan"),
    ),
    ImportField(
        "legal_form", msg("Legal form"), ("Bentuk", "Bentuk Usaha", "Bentuk Badan Usaha", "Bentuk Hukum", "Badan Usaha")
    ),
    ImportField(
        "short_name",
        msg("Short name"),
        ("Nama Singkat", "Nama Pendek", "Singkatan", "Alias", "Nickname", "Brand", "Merek"),
    ),
    ImportField(
        "category", msg("Category"), ("Kategori", "Segmen", "Segment", "Golongan", "Kelompok", "Group", "Industry")
    ),
    ImportField("status", msg("Status"), ("Status Klien", "Client Status", "Tahap")),
    ImportField(
        "is_key",
        msg("Key client"),
        ("Klien Utama", "Key Account", "VIP", "Pelanggan Utama", "Prioritas"),
        kind=ValueKind.FLAG,
        look=Look.TICK,
    ),
    *further(
        ImportField(
            "phones",
            msg("Phones"),
            (
                *(
                    "Telepon",
                    "Telp",
                    "Telp.",
                    "Tlp",
                    "No. Telp",
                    "No Telepon",
                    "Nomor Telepon",
                    "Telp/HP",
                    "No. Telp/HP",
                ),
                *(
                    "Phone",
                    "Phone Number",
                    "Telephone",
                    "Tel",
                    "Telepon Kantor",
                    "Telp Kantor",
                    "Office Phone",
                    "Nomor",
                ),
                *(
                    "Contact No",
                    "Contact Number",
                    "Nomor Kontak",
                    "No Kontak",
                    "No Tlp",
                    "Business Phone",
                    "Work Phone",
                ),
            ),
            weak=("Kontak", "Contact", "Number"),
            kind=_CODE,
            look=Look.PHONE,
        ),
        3,
    ),
    *further(
        ImportField(
            "mobile",
            msg("Mobile"),
            (
                *("HP", "No. HP", "Nomor HP", "Handphone", "No Handphone", "Ponsel", "Seluler", "Mobile Phone", "Cell"),
                *(
                    "WA",
                    "WhatsApp",
                    "No. WA",
                    "No WhatsApp",
                    "Nomor WA",
                    "HP/WA",
                    "No. HP/WA",
                    "Mobile Number",
                    "Cell Phone",
                ),
            ),
            kind=_CODE,
            look=Look.PHONE,
        ),
        2,
    ),
    ImportField(
        "fax", msg("Fax"), ("Faks", "Faksimile", "Facsimile", "No. Fax", "Fax Number"), kind=_CODE, look=Look.PHONE
    ),
    *further(
        ImportField(
            "emails",
            msg("E-mail"),
            (
                "Email",
                "E-mail",
                "Surel",
                "Alamat Email",
                "Email Address",
                "Mail",
                "Email ID",
                "Emails",
                "E-mails",
                "E-mail Perusahaan",
            ),
            look=Look.EMAIL,
        ),
        3,
    ),
    *further(
        ImportField(
            "street",
            msg("Street"),
            (
                *(
                    "Alamat",
                    "Alamat Lengkap",
                    "Alamat Kantor",
                    "Jalan",
                    "Address",
                    "Street Address",
                    "Alamat Perusahaan",
                ),
                *("Address Line", "Mailing Address", "Addresses"),
            ),
        ),
        2,
    ),
    ImportField(
        "city", msg("City"), ("Kota", "Kota/Kabupaten", "Kab/Kota", "Kabupaten", "Town", "Nama Kota"), look=Look.WORD
    ),
    ImportField(
        "province", msg("Province"), ("Provinsi", "Propinsi", "State", "Region", "Daerah", "Wilayah"), look=Look.WORD
    ),
    ImportField("postal_code", msg("Postal code"), ("Kode Pos", "Kodepos", "Zip", "Zip Code", "Postcode"), kind=_CODE),
    ImportField("country", msg("Country"), ("Negara", "Country/Region"), look=Look.WORD),
    ImportField(
        "npwp",
        msg("NPWP"),
        ("No. NPWP", "Nomor NPWP", "NPWP Perusahaan", "Tax ID", "Tax Number", "TIN"),
        kind=_CODE,
        look=Look.TAX_NUMBER,
    ),
    ImportField("identifiers", msg("Official numbers"), ("Nomor Resmi",)),
    ImportField("nib", msg("NIB"), ("No. NIB", "Nomor NIB", "Nomor Induk Berusaha", "Business ID"), kind=_CODE),
    ImportField("nitku", msg("NITKU"), ("No. NITKU", "Nomor NITKU", "ID TKU", "IDTKU"), kind=_CODE),
    ImportField(
        "nik",
        msg("NIK"),
        ("No. NIK", "Nomor NIK", "No. KTP", "Nomor KTP", "KTP", "No KTP/NIK", "Nomor Induk Kependudukan"),
        kind=_CODE,
    ),
    ImportField(
        "registration",
        msg("Foreign registration"),
        (
            *("Company Registration Number", "Company Registration No", "Business Registration Number", "UEN", "ACN"),
            *("Company Number", "Nomor Registrasi Perusahaan", "SSM No", "KvK"),
        ),
        kind=_CODE,
    ),
    ImportField(
        "tax",
        msg("Foreign tax no."),
        ("Foreign Tax ID", "Foreign TIN", "VAT Number", "VAT ID", "VAT No", "GSTIN", "EIN", "Nomor Pajak Luar Negeri"),
        kind=_CODE,
    ),
    ImportField("passport", msg("Passport"), ("Passport Number", "Passport No", "Paspor", "No. Paspor"), kind=_CODE),
    ImportField(
        "contact_name",
        msg("Contact"),
        (
            *("Nama Kontak", "Kontak", "Contact Name", "Contact Person", "PIC", "Nama PIC", "CP", "Penanggung Jawab"),
            *(
                "Person",
                "Attendee Name",
                "Attendee",
                "Visitor Name",
                "Delegate Name",
                "Participant",
                "Nama Peserta",
                "Peserta",
                "Nama Tamu",
                "U.p.",
                "Attn",
                "Narahubung",
            ),
        ),
        weak=("Nama", "Nama Lengkap", "Name", "Full Name", "Pengunjung", "Visitor", "Nama Pengunjung"),
        look=Look.PERSON,
    ),
    ImportField(
        "contact_first", msg("First name"), ("Given Name", "Nama Depan", "Forename", "Firstname"), look=Look.PERSON
    ),
    ImportField("contact_middle", msg("Middle name"), ("Additional Name", "Nama Tengah"), look=Look.PERSON),
    ImportField(
        "contact_last",
        msg("Last name"),
        ("Family Name", "Surname", "Nama Belakang", "Nama Keluarga", "Lastname"),
        look=Look.PERSON,
    ),
    ImportField(
        "contact_office",
        msg("Contact's position"),
        (
            *("Jabatan", "Posisi", "Position", "Job Title", "Title", "Jabatan Kontak", "Job Position", "Office"),
            *("Organization Title", "Occupation", "Contact's office"),
        ),
        look=Look.PERSON,
    ),
    ImportField(
        "contact_phone",
        msg("Contact's phone"),
        (
            *("Telp Kontak", "HP Kontak", "No. HP Kontak", "HP PIC", "Telp PIC", "Contact Phone", "No. HP PIC"),
            "Contact Mobile",
        ),
        kind=_CODE,
        look=Look.PHONE,
    ),
    ImportField(
        "contact_email",
        msg("Contact's e-mail"),
        ("Email Kontak", "Email PIC", "Contact Email", "E-mail Kontak"),
        look=Look.EMAIL,
    ),
    ImportField("contact_roles", msg("Roles"), ("Peran", "Peran Kontak")),
    ImportField("contact_authority", msg("Basis of authority"), ("Dasar Kewenangan",)),
    ImportField(
        "contact_birthday", msg("Birthday"), ("Tanggal Lahir", "Tgl Lahir", "Date of Birth"), kind=ValueKind.DATE
    ),
    ImportField("source", msg("Source"), ("Sumber", "Asal", "Lead Source", "Referensi", "Dari", "Pameran", "Event")),
    *further(
        ImportField(
            "notes",
            msg("Notes"),
            ("Catatan", "Keterangan", "Ket", "Note", "Remarks", "Remark", "Comments", "Kebutuhan", "Minat"),
        ),
        3,
    ),
    ImportField("language", msg("Document language"), ("Bahasa", "Language", "Bahasa Dokumen")),
)


#: Fields that may stand in several columns → all of these.
FIELDS_OF: Final = {
    name: tuple(field.id for field in CLIENT_FIELDS if name in {field.id, field.of})
    for name in ("phones", "mobile", "emails", "street", "notes")
}

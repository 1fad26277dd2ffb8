"""What stands in a record's story: each noun says so in a file of its own here."""

"""What every PDF is built with: fonts, text, page furniture, tables and signature places."""

"""Mail files, `.eml` and `.msg`: bytes in, plain data and problems out."""

"""Papers and sheets: frozen data in, PDF or XLSX bytes out."""

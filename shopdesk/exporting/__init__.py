"""Files out: CSV and XLSX that no spreadsheet can run."""

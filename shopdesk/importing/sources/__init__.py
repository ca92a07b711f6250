"""One reader a kind of file: delimited text, workbooks, HTML tables, zip."""

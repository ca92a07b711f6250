"""The Qt-free heart of every table: columns, filters, ids, windows, counts."""

"""Files → rows of cells, one module a kind of file. Nothing here knows what a column means."""

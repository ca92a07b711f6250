"""The one table of the program: ids and cached windows of rows, read in the io lane. Knows no feature."""

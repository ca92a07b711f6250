"""The rules, one file each. They do not import each other."""

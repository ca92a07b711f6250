"""If-then rules for orders: a list in their sequence, an editor of rows, a dry run before one is switched on."""

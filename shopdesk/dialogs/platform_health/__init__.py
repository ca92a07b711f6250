"""Where the shop stands with each marketplace, from imported files alone; limits the owner may change."""

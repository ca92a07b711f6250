"""One folder a tab. Tabs never import each other."""

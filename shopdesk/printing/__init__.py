"""Paper: layout in millimetres, painter, printer or PDF. Never SQL."""

"""Files in, never the shop's database: guard, sniff, parse, map, validate, stage."""

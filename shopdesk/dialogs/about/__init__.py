"""About the program: what it is, what is new in it, what it is made of, how a newer one is got. Makes no network call
of its own accord."""

"""The import wizard: file → format → columns → preview → import, with undo.

Reads through `importing`, writes through `services`.
"""

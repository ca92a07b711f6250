"""Paper: label layout in millimetres → painter → printer or PDF; documents from HTML templates. No SQL, not even
indirectly.
"""

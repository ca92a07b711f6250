"""Paper: label layout in millimetres → painter → printer or PDF; documents from HTML templates. No SQL, not even
indirectly.
"""

from shopdesk.base.interpreter import keep_singletons

keep_singletons()

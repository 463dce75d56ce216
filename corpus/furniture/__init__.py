"""Lines that belong to the page and not to the story: a table of named patterns, to grow by a line at a time.

Each pattern must match a whole line, without its bullet, marks and outer punctuation, in any case. A pattern
must not match a sentence that a reporter could write: that is what the tests measure on real articles.
"""

from corpus.furniture.kinds import KINDS, OPENS_A_LIST, kind_of, leaning_kind_of, without_glued_end

__all__ = ["KINDS", "OPENS_A_LIST", "kind_of", "leaning_kind_of", "without_glued_end"]

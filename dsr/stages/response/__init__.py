"""The answer: a case's facts become a letter, the letter is checked, and only then released.

Read in this order: ``facts`` (what goes in), ``matrix`` (what the law wants in each letter),
``compose`` (facts to content), ``gate`` (content and printed text against the matrix), ``release``.
"""

"""Reading documents: from text to figures with their best guess of meaning.

Pure functions on text; no file, no site. In the order of the work: `seeds` decodes, `regions`
tells what a paragraph is, `figures` finds, `assign` gives meaning. The words they go by are
the YAML tables beside them.
"""

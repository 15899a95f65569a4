"""The site: a Datasette plugin for jurists.

``plugin`` only registers. A request becomes an :class:`~chronolex.site.answers.Asked`; a pure function of the corpus
and of it gives a :class:`~chronolex.site.answers.Page` or a redirection; ``rendering`` makes HTML or JSON of the page.
"""

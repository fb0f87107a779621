"""The web server of a class: pages for students, the teacher and the wall, over one JSON interface.

Nothing is asked of any other machine: pages, scripts and styles are served
from here, and the browser is told to load nothing from elsewhere.
"""

"""What front ends show of a session: figures that can be opened, cards, lists; no pygame, no rule.

A view reads the session and hands out frozen records.  Widgets and web pages
draw what they are handed and compute nothing.
"""

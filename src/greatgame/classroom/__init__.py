"""Exercises for classes: files, the room that runs one, its server, and what comes out of it.

An exercise is a folder of TOML files (:mod:`greatgame.classroom.exercise`).
A class runs it in a :mod:`room <greatgame.classroom.room>`, which is a
function of a log that only grows; the server and its pages show the room and
write to the log.
"""

# What a class reads.  Teams begin with names of what lives and grows in the region.
team-1 = Heron
team-2 = Saiga
team-3 = Falcon
team-4 = Tulip
team-5 = Ibex
team-6 = Poplar
team-7 = Crane
team-8 = Apricot
team-9 = Argali
team-10 = Almond
team-11 = Kulan
team-12 = Iris

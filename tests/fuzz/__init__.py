"""Hostile inputs by a generator with seeds: nothing from a stranger crashes, hangs or grows.

`make fuzz N=5000 SEED=1`; `make fuzz ONLY=kind:number SEED=1` repeats one and keeps its folder.
"""

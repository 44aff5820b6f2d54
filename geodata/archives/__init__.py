"""Read archives of articles into GeoParquet, on all cores of this computer or on a Dask cluster.

batches      split an archive's lines into batches, with names that depend only on their content
work         read one batch, and write it as one partition; the same function everywhere
running      give batches to processes or to a cluster, and recover from workers that are killed
command      `geodata read --jsonl ... --out-dir ...`
"""

"""Archives of articles, read on all cores of this computer or on a Dask cluster into GeoParquet.

batches      an archive's lines in batches with names that depend on nothing but their content
work         one batch: read, and written as one partition; the same function everywhere
running      batches given to processes or to a cluster, whatever is killed in between
command      `geodata read --jsonl ... --out-dir ...`
"""

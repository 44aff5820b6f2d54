"""Reading with a language model that the user chooses, in which every word is checked against the text.

definitions    what is asked: instructions, schema, numbered sentences
parts          long reports in overlapping parts, and their answers as one
answers        what a model said, as records; faults of form are named
locating       where the quoted words are in the text
figures        whether quoted words state a number
checks         from answers to incidents: what does not hold is left out, with the reason
model          which model reads, for the records
client         servers that speak OpenAI's protocol
reading        a report, or many, read through a client
comparing      the built-in reading and a model's, side by side and as one
batches        requests and results as files
"""

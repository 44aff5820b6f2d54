"""Read reports with a language model that the user chooses, and check every word of its answers against the text.

definitions    the requests: instructions, schema, numbered sentences
parts          split long reports into overlapping parts, and join their answers
answers        parse answers into records; list malformed incidents
locating       find quoted words in the text
figures        check whether quoted words state a number
checks         turn answers into incidents; leave out what the text does not support, with the reason
model          the model that reads, for the provenance
client         talk to servers that speak OpenAI's protocol
reading        read one report, or many, through a client
comparing      compare and merge the built-in reading and a model's
batches        requests and results as files
"""

# Embedding of assets/ into the binary is defined beside the folder that shows them.

"""How the shipped network is made: corpora, training, export, evaluation. Needs ``pip install '.[train]'``."""

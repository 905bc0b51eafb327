"""How it is answered: questions in turns over visitors, runs in warm processes, results on a shelf for all."""

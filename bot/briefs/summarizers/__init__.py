"""How a brief's sentences are chosen. `choose.pick` is the way in; `methods.METHODS` names the ways there are."""

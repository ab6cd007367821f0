"""Everything in one command, resumable: ``python -m training``.

Silver labels and the network (``training.run``), its head of roles, the export into the package, the sentence encoder,
the choices that rest on the network's readings (roots of pairs, participants, hearers, holders, acts), the encoder of
propositions and their likeness (claims), and the figures on every development set. Each step is a module of its own and
says how to run it alone.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from standoff.analyse.network import WEIGHTS
from training import acts, claims, development, encoder, export, hearers, holders, participants, plover, roles, run


def show(weights: Path) -> None:
    """Prints the figures of every task on its development sets."""
    for name, _, found in development.figures(weights):
        print(name, json.dumps(found), flush=True)


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__, epilog="Other options go to training.run.")
    p.add_argument("--out", type=Path, default=WEIGHTS, help="where the weights go: into the package without it")
    p.add_argument("--figures", action="store_true", help="only measure the weights that lie there")
    args, rest = p.parse_known_args()
    if not args.figures:
        asked = run.main(rest)
        net, folder = export.load(asked["name"], asked["encoder"])
        export.export(net, roles.make(net, folder, asked["name"]), folder, args.out)
        if args.out == WEIGHTS:
            encoder.export(encoder.Plain(folder), WEIGHTS)
            plover.main([])
            participants.main([])
            hearers.main()
            holders.main()
            acts.main()
            claims.main([])
    show(args.out)


if __name__ == "__main__":
    main()

"""The local CloudFormation endpoint with the resource types that it lacks: its own server, and then every *_types.py.

ENDPOINT names the folder of the endpoint. Its server registers types while it runs and starts at its end, so ours are put
in between.
"""
import os
from pathlib import Path

here = Path(__file__).parent
source = (Path(os.environ["ENDPOINT"]) / "server.py").read_text()
start = 'if __name__ == "__main__":'
before, after = source.split(start)
types = "\n".join(path.read_text() for path in sorted(here.glob("*_types.py")))
exec(compile(f"{before}\n{types}\n{start}{after}", "server.py", "exec"), {"__name__": "__main__", "__file__": str(here / "server.py")})

"""moto's server as a program, with the arguments of `moto_server`, and with the service's tolerance.

moto checks the codes of authenticator apps, but of the running time step alone, so that a code that
is typed when a step ends is refused. The service takes the neighbouring ones as well.
"""

from moto.cognitoidp.utils import verify_totp
from moto.server import main

NEIGHBOURS = 1

if __name__ == "__main__":
    # Its last argument, which moto itself leaves out.
    verify_totp.__defaults__ = (NEIGHBOURS,)
    main()

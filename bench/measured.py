#!/usr/bin/env python3
"""Runs a command and prints "MILLISECONDS MEGABYTES": its wall time, and the most memory that one of its processes held.

usage: measured.py OUTPUT COMMAND...

What the command prints goes to the file OUTPUT, and is shown when it fails.
"""
import resource
import subprocess
import sys
import time

with open(sys.argv[1], "wb") as output:
    begin = time.monotonic()
    status = subprocess.call(sys.argv[2:], stdin=subprocess.DEVNULL, stdout=output, stderr=output)
    end = time.monotonic()
if status:
    sys.stderr.write("exit status %d: %s\n" % (status, open(sys.argv[1], errors="replace").read()))
    sys.exit(1)
print("%.1f %d" % ((end - begin) * 1000, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 // 1000000))

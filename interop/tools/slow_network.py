#!/usr/bin/env python3
"""A way to a registry that is as long as told: passes bytes on both ways, each half of the delay later.

usage: slow_network.py UPSTREAM_HOST:PORT --delay MS [--log FILE]

A round trip takes MS longer, whatever is asked, and so does opening a connection, as TCP's does. Bytes in flight do not
wait for each other: the delay narrows nothing. With --log, each request is a line "METHOD /path" of FILE.
The first line on stdout is HOST:PORT.
"""
import argparse
import asyncio
import re

REQUEST = re.compile(rb"(GET|HEAD|PUT|POST|PATCH|DELETE) (\S+) HTTP/1\.1\r\n")


class Way:
    def __init__(self, upstream, delay, log):
        self.host, port = upstream.rsplit(":", 1)
        self.port = int(port)
        self.half = delay / 2000
        self.log = log

    async def accept(self, reader, writer):
        await asyncio.sleep(2 * self.half)
        try:
            far_reader, far_writer = await asyncio.open_connection(self.host, self.port, limit=1 << 20)
        except OSError:
            writer.close()
            return
        await asyncio.gather(self.carry(reader, far_writer, True), self.carry(far_reader, writer, False))

    async def carry(self, reader, writer, requests):
        """Reads at once and writes each piece when its time has come, until the end of the stream has been passed on."""
        pieces = asyncio.Queue(maxsize=256)
        delivery = asyncio.ensure_future(self.deliver(pieces, writer))
        try:
            while piece := await reader.read(1 << 18):
                if requests and self.log:
                    self.note(piece)
                await pieces.put((asyncio.get_running_loop().time() + self.half, piece))
        except OSError:
            pass
        await pieces.put((0, b""))
        await delivery

    async def deliver(self, pieces, writer):
        broken = False
        while True:
            due, piece = await pieces.get()
            if not piece:
                break
            wait = due - asyncio.get_running_loop().time()
            if wait > 0:
                await asyncio.sleep(wait)
            try:
                if not broken:
                    writer.write(piece)
                    await writer.drain()
            except OSError:
                broken = True  # keep reading, so that the other side is not left hanging
        try:
            writer.close()
        except OSError:
            pass

    def note(self, piece):
        """No client here sends a request before the last one is answered, so a request begins where a piece does."""
        line = REQUEST.match(piece)
        if line:
            self.log.write("%s %s\n" % (line[1].decode(), line[2].decode()))
            self.log.flush()


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("upstream")
    parser.add_argument("--delay", type=float, required=True)
    parser.add_argument("--log")
    options = parser.parse_args()
    log = open(options.log, "a") if options.log else None
    way = Way(options.upstream, options.delay, log)
    server = await asyncio.start_server(way.accept, "127.0.0.1", 0, limit=1 << 20)
    print("127.0.0.1:%d" % server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())

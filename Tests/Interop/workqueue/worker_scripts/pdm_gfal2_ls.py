#!/usr/bin/env python3
"""Stands in for the grid listing tool: same protocol on stdin and stdout, invented answer.

A path with "fail" in it fails; one that ends in "dir" is a directory of a file and a folder.
"""
import json
import os
import sys
import urllib.parse

FILE = {'st_size': 10, 'st_mode': 0o100644}
FOLDER = {'st_size': 4096, 'st_mode': 0o040755}

ident, url = json.load(sys.stdin)['files'][0]
path = urllib.parse.urlsplit(url).path
sys.stderr.write('listing %s\n' % path)
if 'fail' in path:
    answer = {'Code': 1}
elif path.endswith('dir'):
    answer = {'Code': 0, 'Listing': {url: [{'name': 'f1', **FILE}, {'name': 'sub', **FOLDER}]}}
else:
    answer = {'Code': 0, 'Listing': {os.path.dirname(url): [{'name': os.path.basename(path), **FILE}]}}
print(json.dumps({'id': ident, 'Reason': 'OK', **answer}), flush=True)

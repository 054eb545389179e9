"""A device with the real ae.oaio_client, for one step: what it has lies in its folder until the next.

usage: python python_device.py URL FOLDER USER DEVICE sync
       python python_device.py URL FOLDER USER DEVICE register|update ID_OR_- VALUES_AS_JSON
       python python_device.py URL FOLDER USER DEVICE register-file|update-file NAME_OR_ID CONTENT

Prints what the device has afterwards as one line of JSON: {"objects": {id: values}, "files": {id: {name: content}}}.
"""
import json
import os
import sys
from urllib.parse import urlsplit

from oaio_kit import APP, PASSWORDS, OaioClient, digi_redirected


def files(client):
    found = {}
    root = os.path.join(client.client_root, "filez")
    for folder, _, names in os.walk(root):
        for name in names:
            path = os.path.join(folder, name)
            oaio_id, _, inner = os.path.relpath(path, root).partition(os.sep)
            with open(path, encoding="utf-8") as file:
                found.setdefault(oaio_id, {})[inner] = file.read()
    return found


def main(url, folder, user, device, action, *words):
    with digi_redirected(url):
        client = OaioClient(urlsplit(url).netloc, {"username": user, "password": PASSWORDS[user]}, app_id=APP,
                            device_id=device, csh_default_id="Digi", client_root=folder)
        # What was cached is read by the first synchronisation only.
        done = client.synchronize_with_server_if_online()
        if action == "register":
            done = client.register_object(json.loads(words[1]))
        elif action == "update":
            done = client.update_object(words[0], json.loads(words[1]))
        elif action == "register-file":
            done = client.register_file(words[0], file_content=words[1].encode())
        elif action == "update-file":
            done = client.update_file(words[0], file_content=words[1].encode())
        if not done:
            sys.exit(f"{action}: {client.error_message or 'refused without a word'}")
        objects = {oaio_id: obj.client_values for oaio_id, obj in client.client_objectz.items()}
        print(json.dumps({"objects": objects, "files": files(client)}))


if __name__ == "__main__":
    main(*sys.argv[1:])

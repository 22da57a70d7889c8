#!/bin/sh
# /usr/local/bin/handraise: runs a command as the hubs do, with their settings and as their user. To be run by root.
set -e
set -a
. /etc/handraise.env
set +a
cd "$HANDRAISE_DATA"
exec runuser -u handraise -- /opt/handraise/bin/handraise "$@"

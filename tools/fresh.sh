#!/usr/bin/env bash
# `make run` and `make test` on a bare Debian 12 in a chroot: nothing of this machine but its Node
# (Debian 12's own is too old), its package configuration and its network. Needs root and debootstrap.
#   tools/fresh.sh run    start `make run`, wait for it, say how long the first and second start took
#   tools/fresh.sh test   run `make test`
set -euo pipefail
[ "$(id -u)" = 0 ] || { echo "fresh needs root (debootstrap and chroot)" >&2; exit 1; }
command -v debootstrap >/dev/null || { echo "apt-get install debootstrap" >&2; exit 1; }
root=$(cd "$(dirname "$0")/.." && pwd)
what=${1:-all}
bare=${FRESH_DIR:-$(mktemp -d /var/tmp/ltm-fresh.XXXXXX)}
mirror=${DEBIAN_MIRROR:-http://deb.debian.org/debian}

finish() {
  for mount in proc dev/shm dev sys; do umount "$bare/$mount" 2>/dev/null || true; done
  [ -n "${FRESH_DIR:-}" ] || rm -rf "$bare"
}
trap finish EXIT

if [ ! -e "$bare/.bare" ]; then
  echo "── a bare Debian 12"
  debootstrap --variant=minbase --include=ca-certificates,python3,python3-venv,git,make,procps bookworm "$bare" "$mirror" >"$bare.log" 2>&1 || { tail "$bare.log"; exit 1; }
  node=$(readlink -f "$(command -v node)"); npm=$(readlink -f "$(command -v npm)"); npm=${npm%/bin/npm-cli.js}
  install -D "$node" "$bare/usr/local/bin/node"
  mkdir -p "$bare/usr/local/lib/node_modules" && cp -r "$npm" "$bare/usr/local/lib/node_modules/npm"
  ln -sf ../lib/node_modules/npm/bin/npm-cli.js "$bare/usr/local/bin/npm"
  ln -sf ../lib/node_modules/npm/bin/npx-cli.js "$bare/usr/local/bin/npx"
  touch "$bare/.bare"
fi
# How this machine reaches its package registries is this machine's business, not the project's.
cp -L /etc/resolv.conf "$bare/etc/resolv.conf"; cp /etc/hosts "$bare/etc/hosts"
cp -r /etc/apt/. "$bare/etc/apt/" 2>/dev/null || true
cp -r /etc/ssl/certs/. "$bare/etc/ssl/certs/" 2>/dev/null || true
cp -r /usr/local/share/ca-certificates/. "$bare/usr/local/share/ca-certificates/" 2>/dev/null || true
for file in /root/.npmrc /etc/pip.conf; do [ -e "$file" ] && install -D "$file" "$bare$file"; done
mount --bind /dev "$bare/dev"; mount -t proc proc "$bare/proc"; mount -t sysfs sys "$bare/sys" || true
mountpoint -q "$bare/dev/shm" || mount -t tmpfs shm "$bare/dev/shm" || true

rm -rf "$bare/home/clone"; git clone -q "$root" "$bare/home/clone"
inside() { chroot "$bare" /usr/bin/env -i HOME=/root PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin LANG=C.UTF-8 \
  $(env | grep -iE '^(https?_proxy|no_proxy|npm_config_|pip_|uv_|ssl_cert_file|node_extra_ca_certs)' | tr '\n' ' ') bash -c "$1"; }

starts() {  # how long until `make run` answers
  inside 'cd /home/clone && (setsid make run >/tmp/run.log 2>&1 & echo $! >/tmp/run.pid)
    began=$(date +%s%N)
    for i in $(seq 1 1800); do
      if python3 -c "import urllib.request; urllib.request.urlopen(\"http://127.0.0.1:8000/healthz\", timeout=1)" 2>/dev/null; then
        echo "   answers after $(( ($(date +%s%N) - began) / 1000000 )) ms"; cat /tmp/run.log | tail -12; kill -TERM -- -$(cat /tmp/run.pid); sleep 1; exit 0; fi
      kill -0 $(cat /tmp/run.pid) 2>/dev/null || { cat /tmp/run.log; exit 1; }
      sleep 0.1
    done; cat /tmp/run.log; exit 1'
}
case $what in run|all) echo "── make run, first start"; starts; echo "── make run, second start"; starts ;; esac
case $what in test|all) echo "── make test"; inside 'cd /home/clone && make test' ;; esac
echo "── fresh: done"

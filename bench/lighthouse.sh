#!/usr/bin/env bash
# Lighthouse, phone settings, over five pages of the demonstration served by `concierta serve`.
#
#     bench/lighthouse.sh [RUNS]        # of each page; the median of each score is told
#
# Needs Node (20: Lighthouse 12; its 13 wants a newer one), npm, and Chromium. Ends with 1 when a score is under 95.
set -euo pipefail

runs=${1:-1}
here=$(cd "$(dirname "$0")" && pwd)
bin=${CONCIERTA_BIN:-$here/../.venv/bin}
export CHROME_PATH=${CHROME_PATH:-/usr/bin/chromium}
flags="--headless=new --no-sandbox --disable-gpu --disable-background-networking --no-first-run"

for tool in npx "$CHROME_PATH"; do
  command -v "$tool" >/dev/null || { echo "$tool is not here: nothing measured."; exit 0; }
done

work=$(mktemp -d)
server=
finish() {
  if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; fi
  rm -rf "$work"
}
trap finish EXIT

export CONCIERTA_HOME=$work/home CONCIERTA_DATABASE= PYTHONPATH=$here/../src
"$bin/concierta" demo --no-serve >"$work/demo.txt" 2>&1 || { cat "$work/demo.txt"; exit 1; }
port=$("$bin/python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
"$bin/concierta" serve --port "$port" >"$work/serve.txt" 2>&1 &
server=$!
for _ in $(seq 100); do
  if curl -sfo /dev/null "http://127.0.0.1:$port/"; then break; fi
  sleep 0.1
done

# The heaviest page of each kind: the others can only be quicker.
heaviest() {
  (cd "$work/home/site" && find "$1" -mindepth 2 -maxdepth 2 -name index.html -printf '%s %h/\n' | sort -rn | head -1 | cut -d' ' -f2)
}
pages=("/" "/$(heaviest proyectos)" "/$(heaviest indicadores)" "/$(heaviest entidades)" "/datos/")

for number in "${!pages[@]}"; do
  for run in $(seq "$runs"); do
    npx --yes lighthouse@12 "http://127.0.0.1:$port${pages[$number]}" --quiet --chrome-flags="$flags" \
      --only-categories=performance,accessibility,best-practices,seo \
      --output=json --output-path="$work/$number-$run.json" 2>"$work/lighthouse.txt" || { cat "$work/lighthouse.txt"; exit 1; }
  done
done

"$bin/python" "$here/lighthouse_scores.py" "$work" "${pages[@]}"

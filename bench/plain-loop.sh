#!/bin/sh
# The baseline of the measurements: one worktree after another, each with the same agent and the same prompt.
# usage: plain-loop.sh COUNT REPOSITORY DIRECTORY PROMPT-FILE AGENT...
count=$1 repo=$2 dir=$3 prompt=$4
shift 4
for n in $(seq "$count"); do
  git -C "$repo" worktree add -q -b "plain-$n" "$dir/$n"
  mkfifo "$dir/$n.in"
  (cd "$dir/$n" && exec "$@") <"$dir/$n.in" >"$dir/$n.out" &
  exec 3>"$dir/$n.in"
  echo '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":1,"clientCapabilities":{}}}' >&3
  until grep -q '"id":1' "$dir/$n.out"; do sleep 0.01; done
  echo "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"session/new\",\"params\":{\"cwd\":\"$dir/$n\",\"mcpServers\":[]}}" >&3
  until id=$(sed -n 's/.*"sessionId":"\([^"]*\)".*/\1/p' "$dir/$n.out" | head -1) && [ -n "$id" ]; do sleep 0.01; done
  sed "s/SESSION/$id/" "$prompt" >&3
  until grep -q stopReason "$dir/$n.out"; do sleep 0.01; done
  exec 3>&-
  wait
done

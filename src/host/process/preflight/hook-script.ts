/**
 * The script of a hook: it writes its call to the call box and waits for the answer without a time limit. It is a
 * shell script because a hook runs before every call: 2 MB and 0.05 s of CPU time, where a Node process takes 67 MB
 * and 0.43 s. It holds no connection, so it keeps waiting while no process reads the box.
 *
 * Opening the pipe for both directions does not block, so that an answer always finds a reader. The name is appended
 * last, in one write: every call listed in `calls` is complete. Any failure exits with 2, which every program with
 * hooks takes as a refusal.
 */
export const hookScript = `umask 077
box=\${0%/*}
number=0
until mkdir "$box/$$-$number" 2> /dev/null; do
  number=$((number + 1))
  if [ $number -gt 999 ]; then
    echo 'fairlead could not be asked: its directory cannot be written to' >&2
    exit 2
  fi
done
name=$$-$number
cat > "$box/$name/call" &&
  mkfifo "$box/$name/answer" &&
  exec 3<> "$box/$name/answer" &&
  echo "$name" >> "$box/calls" &&
  IFS= read -r answer <&3 &&
  printf '%s\\n' "$answer" &&
  rm -r "$box/$name" &&
  exit 0
echo 'fairlead could not be asked' >&2
exit 2
`;

/** The script of a hook if no call is allowed at all. */
export const refusingScript = `echo 'no tool can be used here: answer in words' >&2
exit 2
`;

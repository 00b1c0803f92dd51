# Equal inputs make equal bytes, wherever, whenever and by whomever they are
# scanned.
. "$(dirname "$0")/tap.sh"

mkdir -p first "second place/ünder"
cp -r "$root/examples" first/estate
cp -r "$root/examples" "second place/ünder/other name"
git -C first/estate init -q
git -C first/estate add . && git -C first/estate commit -qm 1
git clone -q first/estate "second place/checkout"
git clone -q --bare first/estate bare.git

# estate_in FOLDER [VARIABLE=VALUE...] - the JSON of the estate there.
estate_in() {
	folder=$1
	shift
	rm -f "$tap_folder/m.db"
	env "$@" unmoor scan --map "$tap_folder/m.db" \
		-c "$folder/unmoor.yaml" >/dev/null &&
		env "$@" unmoor export --map "$tap_folder/m.db" --format json
}

estate_in first/estate >expected.json
estate_in "second place/ünder/other name" >got.json
ok 'from another folder' cmp expected.json got.json
(cd first/estate && estate_in .) >got.json
ok 'from the folder itself' cmp expected.json got.json
estate_in first/estate TZ=Pacific/Chatham >got.json
ok 'in another time zone' cmp expected.json got.json
estate_in first/estate LC_ALL=C >got.json
ok 'in the locale C' cmp expected.json got.json
estate_in first/estate LC_ALL=tr_TR.UTF-8 LANG=tr_TR.UTF-8 >got.json
ok 'in a Turkish locale' cmp expected.json got.json
find first/estate -name .git -prune -o -type f -exec touch -d 2001-01-01 {} +
estate_in first/estate >got.json
ok 'whatever the times of the files' cmp expected.json got.json
unlike 'no path of the machine is in it' "$(cat expected.json)" "$PWD"

# repository_at LOCATION...
repository_at() {
	rm -f "$tap_folder/m.db"
	unmoor scan --map "$tap_folder/m.db" "estate=$1" >/dev/null &&
		unmoor export --map "$tap_folder/m.db" --format json
}

repository_at first/estate >expected.json
for place in "second place/checkout" bare.git bare.git@HEAD; do
	repository_at "$place" >got.json
	ok "a repository as $place" cmp expected.json got.json
done
git -C bare.git gc -q --aggressive --prune=now
repository_at bare.git >got.json
ok 'however its objects are packed' cmp expected.json got.json

# What is not JSON is the same too, but for the name of the map.
unmoor export --map "$tap_folder/m.db" --format dot >one.dot
(cd first && repository_at estate >/dev/null)
unmoor export --map "$tap_folder/m.db" --format dot >other.dot
ok 'as DOT' cmp one.dot other.dot
done_testing

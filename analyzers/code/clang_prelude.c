#include "analyzers/code/clang_prelude.h"

#include <stddef.h>

#define TYPES                                                                  \
	"typedef __SIZE_TYPE__ size_t; typedef __PTRDIFF_TYPE__ ptrdiff_t;\n"  \
	"typedef long ssize_t; typedef long off_t; typedef long time_t;\n"     \
	"typedef int pid_t; typedef unsigned uid_t; typedef unsigned gid_t;\n" \
	"typedef signed char int8_t; typedef unsigned char uint8_t;\n"         \
	"typedef short int16_t; typedef unsigned short uint16_t;\n"            \
	"typedef int int32_t; typedef unsigned uint32_t;\n"                    \
	"typedef long int64_t; typedef unsigned long uint64_t;\n"              \
	"typedef long intptr_t; typedef unsigned long uintptr_t;\n"            \
	"typedef unsigned uint; typedef unsigned long ulong;\n"                \
	"typedef unsigned char uchar; typedef unsigned short ushort;\n"        \
	"typedef __builtin_va_list va_list;\n"                                 \
	"typedef struct unit_file FILE;\n"                                     \
	"typedef struct unit_mutex pthread_mutex_t;\n"                         \
	"typedef struct pg_conn PGconn; typedef struct pg_result PGresult;\n"  \
	"typedef unsigned Oid; typedef struct st_mysql MYSQL;\n"               \
	"typedef struct st_mysql_res MYSQL_RES; typedef char **MYSQL_ROW;\n"   \
	"typedef struct st_mysql_stmt MYSQL_STMT;\n"                           \
	"typedef struct sqlite3 sqlite3;\n"                                    \
	"typedef struct sqlite3_stmt sqlite3_stmt;\n"                          \
	"typedef void *SQLHANDLE; typedef void *SQLHSTMT;\n"                   \
	"typedef void *SQLHDBC; typedef void *SQLHENV;\n"                      \
	"typedef short SQLRETURN; typedef unsigned char SQLCHAR;\n"            \
	"typedef short SQLSMALLINT; typedef long SQLLEN;\n"                    \
	"typedef int SQLINTEGER; typedef unsigned long SQLULEN;\n"

const char *const clang_prelude_c[] = {TYPES, "typedef _Bool bool;\n", NULL};

const char *const clang_prelude_cpp[] = {
	"extern \"C\" {\n", TYPES,
	"}\n"
	"namespace std {\n"
	"using ::size_t; using ::ptrdiff_t; using ::time_t;\n"
	"using ::int8_t; using ::int16_t; using ::int32_t; using ::int64_t;\n"
	"using ::uint8_t; using ::uint16_t; using ::uint32_t;\n"
	"using ::uint64_t; typedef decltype(nullptr) nullptr_t;\n"
	"template <class T> struct initializer_list {\n"
	"  const T *at; size_t n; const T *begin() const;\n"
	"  const T *end() const; size_t size() const; };\n"
	"template <class T> struct remove_reference { typedef T type; };\n"
	"template <class T> T &&move(T &);\n"
	"template <class T> T &&forward(T &);\n"
	"class string { public:\n"
	"  string(); string(const char *); string(const char *, size_t);\n"
	"  string(const string &); string(size_t, char); ~string();\n"
	"  string &operator=(const string &); string &operator=(const char "
	"*);\n"
	"  string &operator+=(const string &); string &operator+=(char);\n"
	"  string &append(const string &); const char *c_str() const;\n"
	"  const char *data() const; size_t size() const;\n"
	"  size_t length() const; bool empty() const; void clear();\n"
	"  string substr(size_t = 0, size_t = 0) const;\n"
	"  size_t find(const string &, size_t = 0) const;\n"
	"  char &operator[](size_t); char *begin(); char *end();\n"
	"  static const size_t npos = -1; };\n"
	"typedef string string_view; typedef string wstring;\n"
	"string operator+(const string &, const string &);\n"
	"string operator+(const string &, char);\n"
	"bool operator==(const string &, const string &);\n"
	"bool operator!=(const string &, const string &);\n"
	"bool operator<(const string &, const string &);\n"
	"string to_string(int); string to_string(long);\n"
	"string to_string(unsigned); string to_string(unsigned long);\n"
	"class ostream { public: template <class T>\n"
	"  ostream &operator<<(const T &); };\n"
	"class istream {}; extern ostream cout, cerr, clog;\n"
	"class ostringstream : public ostream { public:\n"
	"  string str() const; void str(const string &); };\n"
	"class stringstream : public ostream { public:\n"
	"  string str() const; void str(const string &); };\n"
	"ostream &endl(ostream &);\n",

	"template <class T> struct unit_pointer { T *get() const;\n"
	"  T *operator->() const; T &operator*() const; unit_pointer();\n"
	"  unit_pointer(T *); unit_pointer(nullptr_t);\n"
	"  template <class U> unit_pointer(const unit_pointer<U> &);\n"
	"  void reset(T * = nullptr); explicit operator bool() const; };\n"
	"template <class T, class D = int>\n"
	"struct unique_ptr : unit_pointer<T> {\n"
	"  using unit_pointer<T>::unit_pointer; };\n"
	"template <class T> struct shared_ptr : unit_pointer<T> {\n"
	"  using unit_pointer<T>::unit_pointer; };\n"
	"template <class T> struct weak_ptr { shared_ptr<T> lock() const; };\n"
	"template <class T, class... A> unique_ptr<T> make_unique(A &&...);\n"
	"template <class T, class... A> shared_ptr<T> make_shared(A &&...);\n"
	"template <class T> struct unit_items { typedef T value_type;\n"
	"  typedef T *iterator; typedef const T *const_iterator;\n"
	"  unit_items(); unit_items(initializer_list<T>);\n"
	"  T *begin(); T *end(); const T *begin() const;\n"
	"  const T *end() const; size_t size() const; bool empty() const;\n"
	"  void clear(); T &front(); T &back(); T &operator[](size_t);\n"
	"  const T &operator[](size_t) const; T &at(size_t);\n"
	"  void push_back(const T &); void pop_back(); void insert(const T "
	"&);\n"
	"  template <class... A> T &emplace_back(A &&...); };\n"
	"template <class T, class A = int> struct vector : unit_items<T> {\n"
	"  using unit_items<T>::unit_items; };\n"
	"template <class T> struct list : unit_items<T> {\n"
	"  using unit_items<T>::unit_items; };\n"
	"template <class T> struct deque : unit_items<T> {\n"
	"  using unit_items<T>::unit_items; };\n"
	"template <class T, class C = int> struct set : unit_items<T> {\n"
	"  using unit_items<T>::unit_items; };\n"
	"template <class T, class C = int> struct unordered_set\n"
	"  : unit_items<T> {};\n"
	"template <class A, class B> struct pair { A first; B second;\n"
	"  pair(); pair(const A &, const B &); };\n"
	"template <class A, class B> pair<A, B> make_pair(A, B);\n"
	"template <class K, class V, class C = int> struct map\n"
	"  : unit_items<pair<K, V>> { V &operator[](const K &);\n"
	"  V &at(const K &); pair<K, V> *find(const K &);\n"
	"  size_t count(const K &) const; void erase(const K &); };\n"
	"template <class K, class V, class C = int> struct unordered_map\n"
	"  : map<K, V> {};\n"
	"template <class T> struct optional : unit_pointer<T> {\n"
	"  using unit_pointer<T>::unit_pointer; T &value(); };\n"
	"template <class T> struct atomic { atomic(); atomic(T);\n"
	"  operator T() const; T operator=(T); T load() const; };\n"
	"template <class F> struct function;\n"
	"template <class R, class... A> struct function<R(A...)> {\n"
	"  function(); template <class F> function(F); R operator()(A...) "
	"const; };\n"
	"class mutex {}; class recursive_mutex {}; class thread {};\n"
	"template <class M> struct lock_guard { lock_guard(M &); };\n"
	"template <class M> struct unique_lock { unique_lock(M &); };\n"
	"class exception { public: virtual const char *what() const; };\n"
	"class runtime_error : public exception { public:\n"
	"  runtime_error(const string &); };\n"
	"class logic_error : public exception { public:\n"
	"  logic_error(const string &); };\n"
	"}\n",
	NULL};

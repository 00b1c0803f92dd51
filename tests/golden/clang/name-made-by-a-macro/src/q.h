#define STRING_(x) #x
#define STRING(x) STRING_(x)
#define TABLE(name) PREFIX_ ## name
#define PREFIX_audit audit_v3

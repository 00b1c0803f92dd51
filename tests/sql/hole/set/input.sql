UPDATE t SET ${assignments} WHERE id = ?;

; What Python's syntax means, in the labels of ../README.md.

(module) @module
(comment) @comment

; Expressions.

(string) @string
(string_start) @as.open
(string_content) @text
(interpolation) @interpolation
(interpolation expression: (_) @as.value)
(concatenated_string) @join

(binary_operator operator: "+") @concat
(binary_operator operator: "%") @format
(binary_operator operator: "*") @repeat
(binary_operator left: (_) @as.left)
(binary_operator right: (_) @as.right)

(call) @call
(call function: (_) @as.function)
(call arguments: (argument_list (_) @as.argument))
(call arguments: (generator_expression) @as.argument)
(keyword_argument) @keyword
(keyword_argument name: (_) @as.name)
(keyword_argument value: (_) @as.value)
(list_splat) @spread
(dictionary_splat) @spread

(attribute) @member
(attribute object: (_) @as.object)
(attribute attribute: (_) @as.name)
(subscript) @subscript
(subscript value: (_) @as.object)
(subscript subscript: (_) @as.index)
(identifier) @name

(list) @list
(list (_) @as.item)
(tuple) @list
(tuple (_) @as.item)
(set) @list
(set (_) @as.item)
(expression_list) @list
(expression_list (_) @as.item)
(pattern_list) @list
(pattern_list (_) @as.item)
(tuple_pattern) @list
(tuple_pattern (_) @as.item)
(dictionary) @map
(pair) @pair
(pair key: (_) @as.key)
(pair value: (_) @as.value)

(conditional_expression) @either
(conditional_expression . (_) @as.item)
(conditional_expression (_) @as.item .)
(boolean_operator operator: "or") @either
(boolean_operator left: (_) @as.item)
(boolean_operator right: (_) @as.item)
(comparison_operator) @comparison
(not_operator) @comparison

(list_comprehension) @comprehension
(set_comprehension) @comprehension
(generator_expression) @comprehension
(dictionary_comprehension) @comprehension
(list_comprehension body: (_) @as.body)
(set_comprehension body: (_) @as.body)
(generator_expression body: (_) @as.body)
(for_in_clause) @loop
(for_in_clause left: (_) @as.target)
(for_in_clause right: (_) @as.value)

(parenthesized_expression) @group
(await) @group
(await (_) @as.value)
(parenthesized_expression (_) @as.value)
(integer) @constant
(float) @constant
(true) @constant
(false) @constant
(none) @constant

; Definitions.

(function_definition) @function
(function_definition name: (_) @as.name)
(function_definition body: (_) @as.body)
(decorated_definition (decorator (_) @as.decorator))

(parameters (identifier) @parameter)
(lambda_parameters (identifier) @parameter)
(typed_parameter) @parameter
(typed_parameter . (identifier) @as.name)
(typed_parameter type: (type) @as.type)
(default_parameter) @parameter
(default_parameter name: (_) @as.name)
(default_parameter value: (_) @as.value)
(typed_default_parameter) @parameter
(typed_default_parameter name: (_) @as.name)
(typed_default_parameter type: (type) @as.type)
(typed_default_parameter value: (_) @as.value)
(list_splat_pattern (identifier) @as.name) @parameter.rest
(dictionary_splat_pattern (identifier) @as.name) @parameter.options
(keyword_separator) @parameter.rest

(lambda) @lambda
(lambda body: (_) @as.body)

(class_definition) @class
(class_definition name: (_) @as.name)
(class_definition superclasses: (argument_list (_) @as.base))
(class_definition body: (_) @as.body)

; Imports.

(import_statement) @import
(import_statement name: (_) @as.module)
(import_from_statement) @import
(import_from_statement module_name: (_) @as.module)
(import_from_statement name: (_) @import.item)
(import_statement name: (aliased_import) @import.item)
(aliased_import name: (_) @as.name)
(aliased_import alias: (_) @as.alias)
(wildcard_import) @import.all

; Statements.

(assignment) @assignment
(assignment left: (_) @as.target)
(assignment right: (_) @as.value)
(assignment type: (_) @as.type)
(augmented_assignment operator: "+=") @augment
(augmented_assignment left: (_) @as.target)
(augmented_assignment right: (_) @as.value)
(named_expression) @assignment
(named_expression name: (_) @as.target)
(named_expression value: (_) @as.value)
(as_pattern) @assignment
(as_pattern . (_) @as.value)
(as_pattern alias: (as_pattern_target (_) @as.target))

(return_statement) @return
(return_statement (_) @as.value)
(raise_statement) @exit
(break_statement) @exit
(continue_statement) @exit

(if_statement) @branch
(if_statement consequence: (_) @arm)
(elif_clause consequence: (_) @arm)
(else_clause body: (_) @arm.else)
(except_clause (block) @arm) @branch
(except_group_clause (block) @arm) @branch
(match_statement) @branch
(case_clause consequence: (_) @arm)
(for_statement) @loop
(for_statement left: (_) @as.target)
(for_statement right: (_) @as.value)
(for_statement body: (_) @arm)
(while_statement) @loop
(while_statement body: (_) @arm)
(assignment type: (_) @as.type)
(type) @comment
(print_statement) @comment
(exec_statement) @comment
(expression_statement . (string) @comment .)
(expression_statement . (concatenated_string) @comment .)


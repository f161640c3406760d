# 第二单元: 激活函数
import math

import numpy as np


def one_sigmoid(x):
    # 分两种情况, 避免溢出
    if x >= 0:
        return 1 / (1 + math.exp(-x))
    else:
        return math.exp(x) / (1 + math.exp(x))


def for_each(function, z):
    z = np.array(z, dtype=float)
    result = np.zeros(z.shape)
    for place in np.ndindex(z.shape):
        result[place] = function(z[place])
    return result


def sigmoid(z):
    return for_each(one_sigmoid, z)


def sigmoid_derivative(a):
    return for_each(lambda x: x * (1 - x), a)


def tanh(z):
    return for_each(math.tanh, z)


def tanh_derivative(a):
    return for_each(lambda x: 1 - x * x, a)


def relu(z):
    return for_each(lambda x: max(x, 0.0), z)


def relu_derivative(a):
    return for_each(lambda x: 1.0 if x > 0 else 0.0, a)


def softmax(Z):
    Z = np.array(Z, dtype=float)
    result = np.zeros(Z.shape)
    # 每一行分别计算
    for place in np.ndindex(Z.shape[:-1]):
        row = Z[place]
        biggest = max(row)
        total = 0
        for value in row:
            total = total + math.exp(value - biggest)
        for j in range(len(row)):
            result[place + (j,)] = math.exp(row[j] - biggest) / total
    return result


def log_softmax(Z):
    Z = np.array(Z, dtype=float)
    result = np.zeros(Z.shape)
    for place in np.ndindex(Z.shape[:-1]):
        row = Z[place]
        biggest = max(row)
        total = 0
        for value in row:
            total = total + math.exp(value - biggest)
        for j in range(len(row)):
            result[place + (j,)] = row[j] - biggest - math.log(total)
    return result


def softmax_jacobian(a):
    k = len(a)
    J = np.zeros((k, k))
    for i in range(k):
        for j in range(k):
            if i == j:
                J[i, j] = float(a[i]) * (1 - float(a[i]))
            else:
                J[i, j] = -float(a[i]) * float(a[j])
    return J
